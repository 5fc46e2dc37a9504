"""A sentence for each operation and field of moments."""

OPERATIONS = {
    "moments_moments": "Gives moments the person may see, the newest first; the header Link says where they go on.",
    "moments_publish": "Publishes a moment, or with repost_of reposts one. A repost reaches nobody whom what it reposts does not reach.",
    "moments_upload": "Takes a picture or film; name its key in a moment of the same person within a day.",
    "moments_one": "Gives one moment; of one that is deleted its place in the cascade.",
    "moments_edit": "Says a moment anew. What it said before stays readable for whoever may see it.",
    "moments_audience": "Lets others see it than before; every repost of it follows at once.",
    "moments_delete": "Deletes a moment: words and pictures go, a tombstone keeps its place.",
    "moments_content": "Gives what a picture or film holds, in one of its variants.",
    "answers_comments": "Gives the comments under a moment; the header Link says where they go on.",
    "answers_comment": "Says something under a moment. With a key it may be repeated safely: 200 with the first comment.",
    "answers_delete_comment": "Deletes a comment, for its author and for whose moment it stands under.",
    "answers_like": "Likes a moment; once more changes nothing.",
    "answers_unlike": "Takes the like back.",
    "answers_share": "Gives the code under which the person shares a moment, always the same. A code widens no audience.",
    "answers_study": "Asks named people to read a moment to the end and to say by a day what they make of it.",
    "answers_report": "Says to the moderators that it should not stand there.",
}
FIELDS = {
    "MomentIn.key": "An idempotency key: the same again is answered as before, something else under it is 422 key_used.",
    "moment_id": "The number of the moment.",
    "comment_id": "The number of the comment.",
}
EXAMPLES = {
    "MomentIn": {"text": "渔民一年的希望都在这里，能帮就帮一把。", "audience": "public", "key": "reservoir-1"},
    "CommentIn": {"text": "我们食堂订两百斤。", "key": "canteen-1"},
}
