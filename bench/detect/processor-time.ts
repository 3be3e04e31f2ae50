/**
 * Milliseconds that this process has computed, all of its threads together. On a machine that others use as well this is
 * what a scan costs; by the clock one would measure the others.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
