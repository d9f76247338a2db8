import type { InputOf, ResponseOf } from '@freehold/shared/route';
import {
  changeRole,
  createUser,
  disableUser,
  enableUser,
  listUsers,
  resetSecondFactor,
  type User,
} from '@freehold/shared/user';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { AccountSecurityService } from '../../auth/domain/account-security.service.ts';
import { UserService } from '../../auth/domain/user.service.ts';

@Controller()
export class UserController {
  constructor(
    private readonly users: UserService,
    private readonly security: AccountSecurityService,
  ) {}

  @Endpoint(createUser)
  create(
    @Input() input: InputOf<typeof createUser>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<ResponseOf<typeof createUser>> {
    return this.users.invite({ ...input.body, invitedBy: actor.userId, operationId });
  }

  @Endpoint(listUsers)
  list(@Input() input: InputOf<typeof listUsers>): Promise<ResponseOf<typeof listUsers>> {
    return this.users.list(input.query);
  }

  @Endpoint(disableUser)
  disable(@Input() input: InputOf<typeof disableUser>, @CurrentActor() actor: Actor): Promise<User> {
    return this.security.disable(actor, { ...input.params, ...input.body });
  }

  @Endpoint(enableUser)
  enable(@Input() input: InputOf<typeof enableUser>, @CurrentActor() actor: Actor): Promise<User> {
    return this.security.enable(actor, { ...input.params, ...input.body });
  }

  @Endpoint(changeRole)
  changeRole(@Input() input: InputOf<typeof changeRole>, @CurrentActor() actor: Actor): Promise<User> {
    return this.security.changeRole(actor, { ...input.params, ...input.body });
  }

  @Endpoint(resetSecondFactor)
  resetFactor(
    @Input() input: InputOf<typeof resetSecondFactor>,
    @CurrentActor() actor: Actor,
  ): Promise<User> {
    return this.security.resetSecondFactor(actor, { ...input.params, ...input.body });
  }
}
