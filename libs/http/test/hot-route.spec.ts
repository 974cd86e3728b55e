import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Post, UseGuards, type CanActivate } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { HotRoutes } from '../src/hot/hot-routes.js';
import { HotRoute } from '../src/index.js';
import { NoteDto } from './orders.controller.js';

class Everybody implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}
const hot = HotRoute<unknown, NoteDto>({ body: NoteDto, call: () => Promise.resolve({}) });

@Controller('guarded')
class GuardedController {
  @Post()
  @UseGuards(Everybody)
  @hot
  take(): void {}
}

@Controller('read')
class ReadController {
  @Get()
  @hot
  read(): void {}
}

describe('a hot route', () => {
  const collect = (controller: object): void => new HotRoutes({ admit: () => undefined } as never, { answer: () => undefined })
    .collect(new Map([['m', { controllers: new Map([[controller, { metatype: controller, instance: {} }]]) }]]) as unknown as ModulesContainer);

  it('with a guard of its own is no hot route: the short way would pass by it', () => {
    expect(() => collect(GuardedController)).toThrow('GuardedController.take: its short way would pass by its guards');
  });

  it('takes a body, so it is a POST', () => {
    expect(() => collect(ReadController)).toThrow('ReadController.read: only a POST route is hot');
  });
});
