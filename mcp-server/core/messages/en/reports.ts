export const reports = {
  absences_of_user_unreadable: "The absences of {name} could not be read: {reason}",
  target_unreadable: "The target of {name} could not be read: {reason}",
} as const;
