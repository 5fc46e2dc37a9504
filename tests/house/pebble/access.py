"""Who gets an answer at the addresses of pebbles. The one asked for was laid down by the member in the owner's group, before the owner's
post."""

from huiyin.core.access import MEMBERS, access

ACCESS = access(MEMBERS | {"delegate"}, "pebble", "pebble-photo", "get /pebbles/{pebble_id}", why="the delegate acts for the post")
