import { describe, expect, it } from '@jest/globals';
import { readCrossReference } from './read-cross-reference.js';

const ROWS = [
  { entity: 'workOrder', scope: '', plantwayId: '700123', foreignId: 'WO-1001' },
  { entity: 'lot', scope: 'STEEL', plantwayId: 'HEAT-1', foreignId: 'RM1-A' },
];

describe('A file of cross-reference rows', () => {
  it('is CSV with a header, or JSON', () => {
    expect(readCrossReference('entity,scope,plantwayId,foreignId\r\nworkOrder,,700123,WO-1001\r\nlot,STEEL,HEAT-1,RM1-A\r\n', 'csv')).toEqual(ROWS);
    expect(readCrossReference(JSON.stringify(ROWS), 'json')).toEqual(ROWS);
  });

  it.each<[string, string, 'csv' | 'json', string]>([
    ['another header', 'entity;scope', 'csv', 'line 1'],
    ['a value too few', 'entity,scope,plantwayId,foreignId\nitem,A,B', 'csv', 'line 2: must have 4 values'],
    ['a quoted value', 'entity,scope,plantwayId,foreignId\nitem,,"A",B', 'csv', 'line 2: must have 4 values without quotes'],
    ['a lot without its item', 'entity,scope,plantwayId,foreignId\nlot,,A,B', 'csv', 'line 2: scope is our item id'],
    ['an item with a scope', 'entity,scope,plantwayId,foreignId\nitem,X,A,B', 'csv', 'line 2: scope is our item id'],
    ['an empty id', 'entity,scope,plantwayId,foreignId\nitem,,A,', 'csv', 'line 2: foreignId must be an id'],
    ['an entity that nobody translates', '[{ "entity": "supplier", "plantwayId": "A", "foreignId": "B" }]', 'json', 'row 1: entity must be one of'],
    ['an unknown column', '[{ "entity": "item", "plantwayId": "A", "foreignId": "B", "colour": "red" }]', 'json', 'row 1: colour is not a column'],
    ['no list', '{}', 'json', 'not a list'],
    ['no JSON', '[', 'json', 'not JSON'],
  ])('is refused for %s', (_, text, format, complaint) => {
    expect(() => readCrossReference(text, format)).toThrow(complaint);
  });
});
