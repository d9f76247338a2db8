import * as contract from '@freehold/shared/document';
import type { InputOf, ResponseOf } from '@freehold/shared/route';
import { Controller } from '@nestjs/common';
import { Endpoint } from '../../../common/http/endpoint.decorator.ts';
import type { Actor } from '../../../common/http/freehold-request.ts';
import { CurrentActor, Input, OperationId } from '../../../common/http/input.decorator.ts';
import { DocumentPublisher } from '../domain/document.publisher.ts';
import { DocumentReader } from '../domain/document.reader.ts';
import { DocumentService } from '../domain/document.service.ts';

@Controller()
export class DocumentController {
  constructor(
    private readonly documents: DocumentService,
    private readonly reader: DocumentReader,
    private readonly publisher: DocumentPublisher,
  ) {}

  @Endpoint(contract.beginDocument)
  begin(
    @Input() input: InputOf<typeof contract.beginDocument>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.DocumentUpload> {
    return this.documents.begin(actor, input.params.id, input.body, operationId);
  }

  @Endpoint(contract.beginDocumentVersion)
  beginVersion(
    @Input() input: InputOf<typeof contract.beginDocumentVersion>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.DocumentUpload> {
    return this.documents.beginVersion(actor, input.params.id, input.body.file, operationId);
  }

  @Endpoint(contract.renewDocumentUpload)
  renew(
    @Input() input: InputOf<typeof contract.renewDocumentUpload>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.DocumentUpload> {
    return this.documents.renew(actor, input.params.id);
  }

  @Endpoint(contract.completeDocumentUpload)
  complete(
    @Input() input: InputOf<typeof contract.completeDocumentUpload>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDocumentDetail> {
    return this.documents.complete(actor, input.params.id);
  }

  @Endpoint(contract.changeDocumentAudience)
  changeAudience(
    @Input() input: InputOf<typeof contract.changeDocumentAudience>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDocumentDetail> {
    return this.documents.changeAudience(actor, input.params.id, input.body.audience);
  }

  @Endpoint(contract.listDocuments)
  async list(
    @Input() input: InputOf<typeof contract.listDocuments>,
    @CurrentActor() actor: Actor,
  ): Promise<ResponseOf<typeof contract.listDocuments>> {
    return { items: await this.reader.list(actor, input.params.id) };
  }

  @Endpoint(contract.readDocument)
  read(
    @Input() input: InputOf<typeof contract.readDocument>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.PropertyDocumentDetail> {
    return this.reader.read(actor, input.params.id);
  }

  @Endpoint(contract.publishDocument)
  publish(
    @Input() input: InputOf<typeof contract.publishDocument>,
    @CurrentActor() actor: Actor,
    @OperationId() operationId: string,
  ): Promise<contract.PropertyDocumentDetail> {
    return this.publisher.publish(actor, input.params.id, operationId);
  }

  @Endpoint(contract.downloadDocument)
  download(
    @Input() input: InputOf<typeof contract.downloadDocument>,
    @CurrentActor() actor: Actor,
  ): Promise<contract.DocumentDownload> {
    return this.reader.download(actor, input.params.id);
  }
}
