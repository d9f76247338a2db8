import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { UserController } from './routes/user.controller.ts';

@Module({ imports: [AuthModule], controllers: [UserController] })
export class AdminModule {}
