import { describe, expect, test } from '@jest/globals';
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { openForAppending, type OpenForAppending } from '../../../src/findings/journal/file-handle.js';
import { idOf, recorded, temporaryFolder } from '../samples.js';
import { linesIn, openJournal, range, write } from './folders.js';

/** A disk with room for so many more bytes: it takes part of a write, then refuses, as a real one does. */
function smallDisk(room: number) {
  const disk = { room, opened: 0 };
  const openOnIt: OpenForAppending = async (path, mode) => {
    disk.opened++;
    const handle = await openForAppending(path, mode);
    return {
      read: (...args) => handle.read(...args),
      stat: () => handle.stat(),
      truncate: (length) => handle.truncate(length),
      sync: () => handle.sync(),
      close: () => handle.close(),
      write: async (buffer, offset, length) => {
        if (disk.room <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        const taken = Math.min(length, disk.room);
        disk.room -= taken;
        return handle.write(buffer, offset, taken);
      },
    };
  };
  return { disk, openOnIt };
}

describe('a journal that cannot write', () => {
  test('is degraded and says why, holds the findings, and recovers by itself', async () => {
    const folder = join(temporaryFolder(), 'journal');
    writeFileSync(folder, 'a file where the folder should be');
    const { journal, events, time } = await openJournal({ folder });
    expect(journal.status.health).toEqual({ kind: 'degraded', code: 'EEXIST' });
    expect(journal.append(recorded(1))).toEqual({ kind: 'queued' });
    await journal.flush();
    expect(journal.status).toMatchObject({ written: 0, waiting: 1 });
    rmSync(folder);
    time.now += 60_000;
    journal.append(recorded(2));
    await journal.flush();
    expect(journal.status).toMatchObject({ health: { kind: 'ok' }, written: 2, waiting: 0 });
    expect(events.map((event) => event.kind)).toEqual(['degraded', 'recovered']);
    expect(linesIn(folder).map((line) => line.id)).toEqual([1, 2].map(idOf));
    await journal.close();
  });

  test('on a full disk loses nothing that fits its memory and tears no line, wherever the disk ends', async () => {
    for (const room of [...range(0, 1500).filter((n) => n % 97 === 0), 555, 556, 557]) {
      const { disk, openOnIt } = smallDisk(room);
      const { folder, journal, events, time } = await openJournal({ openForAppending: openOnIt });
      await write(journal, ...range(0, 4).map((n) => recorded(n)));
      expect(journal.status.health).toEqual({ kind: 'degraded', code: 'ENOSPC' });
      expect(journal.status.written + journal.status.waiting).toBe(4);
      disk.room = Infinity;
      time.now += 60_000;
      await write(journal, recorded(4));
      expect(linesIn(folder).map((line) => line.id)).toEqual(range(0, 5).map(idOf));
      expect(events.map((event) => event.kind).filter((kind) => kind !== 'repaired')).toEqual([
        'degraded',
        'recovered',
      ]);
      await journal.close();
    }
  });

  test('on the full device of the system says ENOSPC', async () => {
    const { journal } = await openJournal({ openForAppending: () => open('/dev/full', 'a+') });
    await write(journal, recorded(1));
    expect(journal.status).toMatchObject({ health: { kind: 'degraded', code: 'ENOSPC' }, written: 0, waiting: 1 });
    await journal.close();
    expect(journal.status).toMatchObject({ dropped: 1, waiting: 0 });
  });

  test('drops and counts what its memory does not hold, and says how much when it recovers', async () => {
    const { disk, openOnIt } = smallDisk(0);
    const { folder, journal, events, time } = await openJournal({ openForAppending: openOnIt, maxWaitingLines: 3 });
    for (const n of range(0, 10)) journal.append(recorded(n));
    await journal.flush();
    expect(journal.status).toMatchObject({ written: 0, waiting: 3, dropped: 7 });
    disk.room = Infinity;
    time.now += 60_000;
    journal.append(recorded(11));
    await journal.flush();
    expect(events.at(-1)).toMatchObject({ kind: 'recovered' });
    expect(linesIn(folder).map((line) => line.id)).toEqual(range(0, 3).map(idOf));
    await journal.close();
  });

  test('tries again as findings come, ever more rarely, and at once when the clock was set back', async () => {
    const { disk, openOnIt } = smallDisk(0);
    const { journal, time } = await openJournal({ openForAppending: openOnIt });
    const triesDuring = async (ms: number) => {
      const before = disk.opened;
      for (const n of range(0, 20)) {
        time.now += ms / 20;
        journal.append(recorded(n));
        await journal.flush();
      }
      return disk.opened - before;
    };
    await triesDuring(1);
    expect(await triesDuring(7_500)).toBe(3);
    await triesDuring(240_000);
    expect(await triesDuring(600_000)).toBe(10);
    const before = disk.opened;
    time.now -= 10 * 60_000;
    journal.append(recorded(1));
    await journal.flush();
    expect(disk.opened).toBe(before + 1);
    await journal.close();
  });

  test('counts what it could not write when it is closed', async () => {
    const { openOnIt } = smallDisk(0);
    const { journal, events } = await openJournal({ openForAppending: openOnIt });
    for (const n of range(0, 3)) journal.append(recorded(n));
    await journal.close();
    expect(journal.status).toMatchObject({ health: { kind: 'degraded' }, dropped: 3, waiting: 0 });
    expect(events.map((event) => event.kind)).toEqual(['degraded']);
  });
});

describe('a folder that is removed under a running journal', () => {
  test('is made again, for this user only, and writing goes on', async () => {
    const { folder, journal, events } = await openJournal();
    await write(journal, recorded(1));
    rmSync(folder, { recursive: true });
    await write(journal, recorded(2));
    expect(linesIn(folder).map((line) => line.id)).toEqual([idOf(2)]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'findings.jsonl')).mode & 0o777).toBe(0o600);
    expect(events).toEqual([{ kind: 'recreated' }]);
    expect(journal.status.health).toEqual({ kind: 'ok' });
    await journal.close();
  });

  test('is noticed when it was moved away, too', async () => {
    const { folder, journal } = await openJournal();
    await write(journal, recorded(1));
    renameSync(folder, `${folder}-away`);
    await write(journal, recorded(2));
    expect(linesIn(folder).map((line) => line.id)).toEqual([idOf(2)]);
    expect(linesIn(`${folder}-away`).map((line) => line.id)).toEqual([idOf(1)]);
    await journal.close();
  });

  test('does not make old cursors point at other findings', async () => {
    const { folder, journal, reader } = await openJournal();
    await write(journal, ...range(0, 5).map((n) => recorded(n)));
    const { nextCursor = '' } = await reader.query({ limit: 1 });
    rmSync(folder, { recursive: true });
    await write(journal, ...range(5, 10).map((n) => recorded(n)));
    await expect(reader.query({ cursor: nextCursor })).rejects.toMatchObject({ code: 'journal.cursor_expired' });
    expect((await reader.query()).findings).toHaveLength(5);
    await journal.close();
  });

  test('is made again when it went away while the journal was degraded', async () => {
    const { disk, openOnIt } = smallDisk(0);
    const { folder, journal, time } = await openJournal({ openForAppending: openOnIt });
    await write(journal, recorded(1));
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
    disk.room = Infinity;
    time.now += 60_000;
    await write(journal, recorded(2));
    expect(linesIn(folder).map((line) => line.id)).toEqual([1, 2].map(idOf));
    await journal.close();
  });
});
