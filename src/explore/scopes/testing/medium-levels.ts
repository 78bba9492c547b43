/** New states of the scope `medium` at each depth, as they were when it was seen whole. That takes minutes, so tests look at the first ones only. */
export const MEDIUM_LEVELS: readonly number[] = [
  1, 9, 44, 192, 848, 3_340, 11_594, 37_650, 114_056, 310_680, 740_940, 1_512_142, 2_586_494, 3_656_958, 4_235_956, 3_979_335, 2_986_425,
  1_755_303, 788_212, 261_299, 60_740, 9_168, 786, 20,
];
