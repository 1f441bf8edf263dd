export const shared = {
  answer_not_understood: "This version of Punchcard does not understand the response of {product}.",
  break_not_stored: "Punchcard could not remember the break on this computer: clock in again to go on.",
  description_changed_by_service: "{product} keeps another text than the one that was sent.",
  duration_counted_by_service: "{product} counts {duration:duration} of it.",
  end_moved_by_service: "{product}'s own rules moved the end from {requested} to {stored}.",
  no_break: "There is no break.",
  nothing_running: "Nothing is running.",
  record_not_in_service: "{product} has no {type} #{id}.",
  response_lost_but_saved: "{product}'s answer was lost on the way; Punchcard looked, and it was saved.",
  short_work_after_break_dropped: "The work since the break was under a minute: no entry of 0:00 is kept for it.",
  short_work_before_break_merged:
    "The work before the break was under a minute: it is one entry with this, from now on.",
  start_moved_by_service: "{product}'s own rules moved the begin from {requested} to {stored}.",
  stored_values_differ: "{product} stored something else than was meant: {differences}.",
  stored_values_differ_and_undone: "{product} stored something else than was meant: {differences}. {undone}",
  work_already_running: "Work is already running.",
} as const;
