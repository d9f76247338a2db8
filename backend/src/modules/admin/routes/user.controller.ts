import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { createUser, listUsers } from '@freehold/shared/user';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { UserService } from '../../auth/domain/user.service.ts';

@Controller()
export class UserController {
  constructor(private readonly users: UserService) {}

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
}
