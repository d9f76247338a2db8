import { Module } from '@nestjs/common';
import { ChecklistService } from './domain/checklist.service.ts';
import { PropertyService } from './domain/property.service.ts';
import { PropertyController } from './routes/property.controller.ts';

@Module({
  controllers: [PropertyController],
  providers: [ChecklistService, PropertyService],
  exports: [PropertyService],
})
export class PropertyModule {}
