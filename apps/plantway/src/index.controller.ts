import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { indexPage, type RunningPart } from './index-page.js';

/** Injection token: the rows of the page, `readonly RunningPart[]`. */
export const RUNNING_PARTS = Symbol('parts of the gateway that run');

/** The page at `/`, open to everybody. */
@ApiExcludeController()
@Controller()
export class IndexController {
  private readonly page: string;

  constructor(@Inject(RUNNING_PARTS) parts: readonly RunningPart[]) {
    this.page = indexPage(parts);
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
  show(): string {
    return this.page;
  }
}
