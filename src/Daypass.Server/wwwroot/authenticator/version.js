export const version = "7fe6a82fca79";
