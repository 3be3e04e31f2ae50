/** A time of this machine's clock, `2026-11-05 14:30:00`; only the time of day where the day is plain. */
export function timeShown(iso: string, form: 'day-and-time' | 'time'): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return form === 'time' ? time : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}
