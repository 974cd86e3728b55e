import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Systems that plan, judge quality and speak for machines get roles of their own, and so do the people of quality: a key says what it is for.
 * Locks: security.credential for a moment; the check is not read again for the rows that are there, which have an older role.
 */
export class AddSystemRoles20261122120000 implements MigrationInterface {
  readonly name = 'AddSystemRoles20261122120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table security.credential drop constraint credential_role_check;
      alter table security.credential add constraint credential_role_check
        check (role in ('mes', 'aps', 'qms', 'edge', 'planner', 'supervisor', 'erpTeam', 'supplier', 'maintenance', 'quality', 'analyst', 'admin')) not valid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from security.credential where role in ('aps', 'qms', 'edge', 'quality');
      alter table security.credential drop constraint credential_role_check;
      alter table security.credential add constraint credential_role_check
        check (role in ('mes', 'planner', 'supervisor', 'erpTeam', 'supplier', 'maintenance', 'analyst', 'admin'));
    `);
  }
}
