export const version = "ea84521e533a";
