export const absences = {
  own_absences_unreadable: "Your absences could not be read: {reason}",
} as const;
