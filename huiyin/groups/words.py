"""The words that the scripts of conversation say. {n} and the like are filled in by static/web/js/words.js."""

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "conversation": _("Conversation"),
    # one's own message on its way
    "sending": _("Sending…"),
    "waiting": _("Waiting for the network"),
    "not_sent": _("Not sent"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "files_in_message": _("{n} files"),
    "place_in_message": _("Place"),
    "unsent": _("[not sent]"),
    # who has read
    "seen": _("{read} read, {unread} not"),
    "all_read": _("all read"),
    # coming and going
    "to_newest": _("To the newest messages"),
    "new_messages": _("{n} new"),
    "you_are_out": _("You are no longer in this group. What you had read stays with you; new messages no longer come."),
    "back_to_list": _("Back to messages"),
    # a message's menu
    "message_menu": _("What to do with this message"),
    "reply": _("Reply"),
    "copy": _("Copy"),
    "forward": _("Forward"),
    "pin": _("Pin"),
    "unpin": _("Unpin"),
    "recall": _("Take back"),
    "recall_ask": _("Take this message back? Everybody sees that there was one."),
    "who_has_read": _("Who has read it"),
    # writing
    "replying_to": _("Answering {name}"),
    "remove": _("Remove {what}"),
    "the_quote": _("the quote"),
    "the_urgent_mark": _("the urgent mark"),
    "the_place": _("the place"),
    "letters": _("{n} of {most} characters"),
    "too_long": _("Your message has {n} characters; {most} fit. Shorten it or send it as a file."),
    "urgent": _("Urgent"),
    "urgent_title": _("Why is it urgent?"),
    "urgent_words": _("Everybody is told at once, at night too. The reason stands above your words."),
    "urgent_reason": _("The reason, in a few words"),
    "urgent_mark": _("Mark as urgent"),
    "place_title": _("Send where you are"),
    "place_words": _("The place goes into the group with your message."),
    "place_name": _("What people call this place"),
    "place_add": _("Add the place"),
    "place_searching": _("Looking for where you are…"),
    "place_failed": _("Your phone did not say where you are. Allow it in the settings, or write the place in words."),
    "too_many_files": _("At most {most} photos or files go into one message."),
    "uploading": _("{name}: {percent}%"),
    "uploaded": _("{name} is ready"),
    "upload_failed": _("{name} did not get through. Nothing was lost: try again."),
    "people_to_name": _("People you can name"),
    "everyone": _("everyone in the group"),
    # the list
    "unread": _("unread:"),
    "names_you": _("[names you]"),
}
