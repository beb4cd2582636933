export const version = "36bc88423644";
