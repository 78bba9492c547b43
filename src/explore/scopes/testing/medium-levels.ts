/**
 * New states of the scope `medium` at each depth, as they were when it was seen whole. That takes minutes, so tests
 * look at the first ones only.
 */
export const MEDIUM_LEVELS: readonly number[] = [
  1, 9, 44, 184, 736, 2_604, 8_064, 23_050, 62_396, 157_328, 361_003, 741_156, 1_341_877, 2_118_461, 2_898_929,
  3_431_395, 3_509_504, 3_095_006, 2_345_240, 1_519_631, 836_738, 388_088, 149_648, 47_016, 11_652, 2_152, 264, 16,
];
