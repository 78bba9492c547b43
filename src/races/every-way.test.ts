import { describe, expect, test } from 'vitest';
import { type Choose, everyWay } from './every-way.ts';

async function waysOf(run: (choose: Choose) => string): Promise<readonly string[]> {
  const ways: string[] = [];
  for await (const way of everyWay(async (choose) => run(choose))) ways.push(way);
  return ways;
}

describe('every way', () => {
  test('takes each option of each choice with each of the others', async () => {
    const ways = await waysOf((choose) => `${choose(2)}${choose(1)}${choose(3)}`);
    expect(ways).toEqual(['000', '001', '002', '100', '101', '102']);
  });

  test('follows choices that hang on others', async () => {
    expect(await waysOf((choose) => (choose(2) === 0 ? `0${choose(2)}` : '1'))).toEqual(['00', '01', '1']);
    expect(await waysOf((choose) => (choose(2) === 1 ? `1${choose(2)}` : '0'))).toEqual(['0', '10', '11']);
  });

  test('runs once what asks for nothing, and asks nobody where there is nothing to take', async () => {
    expect(await waysOf(() => 'once')).toEqual(['once']);
    expect(await waysOf((choose) => `${choose(0)}${choose(2)}`)).toEqual(['00', '01']);
  });
});
