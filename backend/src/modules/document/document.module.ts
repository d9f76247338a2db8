import { Module } from '@nestjs/common';
import { PropertyModule } from '../property/property.module.ts';
import { DocumentKeeper } from './domain/document.keeper.ts';
import { DocumentReader } from './domain/document.reader.ts';
import { DocumentService } from './domain/document.service.ts';
import { DocumentVersions } from './domain/document-versions.ts';
import { DocumentTask } from './jobs/document.task.ts';
import { DocumentController } from './routes/document.controller.ts';

/** The papers and pictures of properties: uploaded past us, looked at by us, read through links that end. */
@Module({
  imports: [PropertyModule],
  controllers: [DocumentController],
  providers: [DocumentKeeper, DocumentReader, DocumentService, DocumentTask, DocumentVersions],
})
export class DocumentModule {}
