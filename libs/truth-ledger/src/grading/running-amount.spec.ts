import { describe, expect, it } from '@jest/globals';
import { Exact } from '../arithmetic/exact.js';
import { RunningAmount } from './running-amount.js';

describe('an amount that is reported piece by piece', () => {
  const third = Exact.of('1').dividedBy(Exact.of('3'));

  it('books the rounded total minus what was booked before, so that seven thirds of a kilogram never drift', () => {
    const weight = new RunningAmount(3);

    const booked = Array.from({ length: 7 }, () => weight.add(third).text());

    expect(booked).toEqual(['0.333', '0.334', '0.333', '0.333', '0.334', '0.333', '0.333']);
    expect(weight.booked.text()).toBe('2.333');
  });

  it('gives back just what a report had booked', () => {
    const weight = new RunningAmount(3);
    weight.add(third);
    const second = weight.add(third);

    weight.takeBack(third, second);

    expect(weight.booked.text()).toBe('0.333');
    expect(weight.add(third).text()).toBe('0.334');
  });
});
