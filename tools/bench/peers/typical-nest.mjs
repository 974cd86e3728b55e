// A typical Nest application: global ValidationPipe on the DTO, TypeORM repository.save. It validates the very DTO of Plantway, the ordinary way.
// (Decorators are called by hand, since this file is not transpiled.)
import 'reflect-metadata';
import { Body, Controller, HttpCode, Inject, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DataSource, EntitySchema } from 'typeorm';
import { ProductionConfirmationDto } from '../../../dist/libs/dto/src/index.js';

const Confirmation = new EntitySchema({
  name: 'Confirmation', schema: 'bench', tableName: 'typical_nest',
  columns: {
    messageId: { type: 'uuid', primary: true, generated: 'uuid', name: 'message_id' },
    confirmationId: { type: 'text', unique: true, name: 'confirmation_id' },
    state: { type: 'text' },
    body: { type: 'jsonb' },
    acceptedAt: { type: 'timestamptz', createDate: true, name: 'accepted_at' },
  },
});

class ConfirmationsController {
  constructor(dataSource) {
    this.repository = dataSource.getRepository(Confirmation);
  }

  async confirm(body) {
    const { messageId, state } = await this.repository.save(this.repository.create({ confirmationId: body.confirmationId, state: 'accepted', body }));
    return { messageId, state };
  }
}
const route = Object.getOwnPropertyDescriptor(ConfirmationsController.prototype, 'confirm');
Reflect.defineMetadata('design:paramtypes', [ProductionConfirmationDto], ConfirmationsController.prototype, 'confirm');
Body()(ConfirmationsController.prototype, 'confirm', 0);
HttpCode(202)(ConfirmationsController.prototype, 'confirm', route);
Post()(ConfirmationsController.prototype, 'confirm', route);
Inject(DataSource)(ConfirmationsController, undefined, 0);
Controller('production-confirmations')(ConfirmationsController);

const { host, port, user, password, database } = JSON.parse(process.env.BENCH_DATABASE);
const dataSource = await new DataSource({ type: 'postgres', host, port, username: user, password, database, entities: [Confirmation], synchronize: true, extra: { max: 20 } }).initialize();

class TypicalModule {}
Module({ controllers: [ConfirmationsController], providers: [{ provide: DataSource, useValue: dataSource }] })(TypicalModule);

const app = await NestFactory.create(TypicalModule, new FastifyAdapter(), { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(0, '127.0.0.1');
process.send({ port: app.getHttpServer().address().port });
