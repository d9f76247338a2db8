import { Module } from '@nestjs/common';
import { PropertyModule } from '../property/property.module.ts';
import { ExpenseService } from './domain/expense.service.ts';
import { ExpenseController } from './routes/expense.controller.ts';

@Module({ imports: [PropertyModule], controllers: [ExpenseController], providers: [ExpenseService] })
export class ExpenseModule {}
