import { Module } from '@nestjs/common';
import { PropertyService } from './domain/property.service.ts';
import { PropertyController } from './routes/property.controller.ts';

@Module({ controllers: [PropertyController], providers: [PropertyService], exports: [PropertyService] })
export class PropertyModule {}
