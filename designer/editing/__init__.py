"""Pure edits of a draft: definition in, definition out. No streamlit, no storage, no clock."""

from designer.editing.canvas_ops import apply, connect
from designer.editing.changes import Change, Merged, apply_changes, diff, invert
from designer.editing.fields import JOURNEY, clear_field, rename, set_field, set_fields
from designer.editing.items import add_branch, add_button, move_item, remove_item
from designer.editing.labels import label_words, refusal_words
from designer.editing.media import set_file, share_file
from designer.editing.offers import (
    OFFERS,
    add_row,
    add_section,
    choose_offer,
    move_row,
    offers_of,
    remove_row,
)
from designer.editing.outcome import Definition, Edited, Refused
from designer.editing.pairing import pair_buttons
from designer.editing.repairs import can_repair, mend
from designer.editing.segments import choose_segment
from designer.editing.splitting import add_split_path, remove_split_path

__all__ = [
    "JOURNEY",
    "OFFERS",
    "Change",
    "Definition",
    "Edited",
    "Merged",
    "Refused",
    "add_branch",
    "add_button",
    "add_row",
    "add_section",
    "add_split_path",
    "apply",
    "apply_changes",
    "can_repair",
    "choose_offer",
    "choose_segment",
    "clear_field",
    "connect",
    "diff",
    "invert",
    "label_words",
    "mend",
    "move_item",
    "move_row",
    "offers_of",
    "pair_buttons",
    "refusal_words",
    "remove_item",
    "remove_row",
    "remove_split_path",
    "rename",
    "set_field",
    "set_fields",
    "set_file",
    "share_file",
]
