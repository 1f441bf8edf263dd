export const server = {
  entry_was_changed: "{id} was changed",
  entry_was_copied: "{id} was copied",
  entry_was_restarted: "{id} was restarted",
  entry_was_saved: "{id} was saved",
  entry_was_split: "{id} was split",
  failed_after_changes: "{problem:sentence} Before it failed, {changes:list}.",
  problem_with_advice: "{problem:sentence} {advice:sentence}",
  see_local_log: "See {id} in the local log.",
  activity_not_on_project:
    'The activity "{activity}" does not exist on that project and was not kept. The project has {others}.',
  project_without_activity: 'The activity "{activity}" does not exist on that project and was not kept.',
  tag_was_created: 'the tag "{tag}" was created',
  unexpected_server_error: "An unexpected error occurred in Punchcard’s server.",
  work_item_was_created: '{level} "{name}" was created',
} as const;
