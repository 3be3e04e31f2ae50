/** The 95 % score interval of a share, in percent (Wilson 1927): sensible even for 0 of n. */
export function wilson(right: number, total: number): [low: number, high: number] {
  const z = 1.96;
  const share = right / total;
  const centre = share + z ** 2 / (2 * total);
  const spread = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return [Math.max(0, (100 * (centre - spread)) / scale), Math.min(100, (100 * (centre + spread)) / scale)];
}
