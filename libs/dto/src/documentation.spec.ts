import 'reflect-metadata';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import ts from 'typescript';
import * as dtos from './index.js';

interface DocumentedProperty {
  readonly name: string;
  readonly description: string;
  readonly example: string | undefined;
}

interface DocumentedClass {
  readonly name: string;
  readonly extended: string | undefined;
  readonly properties: readonly DocumentedProperty[];
}

const folder = new URL('.', import.meta.url);
const classes = readdirSync(folder).filter((file) => file.endsWith('.dto.ts')).flatMap((file) => classesIn(file, readFileSync(new URL(file, folder), 'utf8')));
const byName = new Map(classes.map((dto) => [dto.name, dto]));

describe.each(classes.map((dto) => [dto.name, dto] as const))('%s', (name, dto) => {
  it('shows itself through the index', () => {
    expect(Object.keys(dtos)).toContain(name);
  });

  it.each(lineageOf(dto).flatMap(({ properties }) => properties.map((property) => [property.name, property] as const)))('says what %s means, with an example', (_property, { description, example }) => {
    expect(description).toMatch(/^[A-Z"].{5,}/s);
    expect(() => JSON.parse(example ?? '') as unknown).not.toThrow();
  });

  it('accepts its own examples', () => {
    const constructor = (dtos as unknown as Record<string, new () => object>)[name];
    const examples = Object.fromEntries(lineageOf(dto).flatMap(({ properties }) => properties.map((property) => [property.name, JSON.parse(property.example ?? 'null') as unknown])));

    expect(validateSync(plainToInstance(constructor, examples), { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
  });
});

it('finds the DTO classes at all', () => {
  expect(classes.length).toBeGreaterThan(30);
  expect(byName.get('ConfirmationFieldsDto')?.properties.map(({ name }) => name)).toContain('exceptionCodes');
});

function lineageOf(dto: DocumentedClass): readonly DocumentedClass[] {
  const above = byName.get(dto.extended ?? '');
  return above === undefined ? [dto] : [...lineageOf(above), dto];
}

function classesIn(file: string, text: string): readonly DocumentedClass[] {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true).statements.filter(ts.isClassDeclaration).map((declaration) => ({
    name: declaration.name?.text ?? '',
    extended: declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression.getText(),
    properties: declaration.members.filter(ts.isPropertyDeclaration).map((property) => {
      const [comment] = ts.getJSDocCommentsAndTags(property).filter(ts.isJSDoc);
      const example = comment?.tags?.find((tag) => tag.tagName.text === 'example');
      return { name: property.name.getText(), description: ts.getTextOfJSDocComment(comment?.comment) ?? '', example: ts.getTextOfJSDocComment(example?.comment) };
    }),
  }));
}
