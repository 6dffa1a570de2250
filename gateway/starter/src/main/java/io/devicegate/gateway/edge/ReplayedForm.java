package io.devicegate.gateway.edge;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A request whose form was read, to be read again. */
final class ReplayedForm extends ServerHttpRequestDecorator {

  private final byte[] body;

  ReplayedForm(ServerHttpRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  @Override
  public Flux<DataBuffer> getBody() {
    return Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
  }
}
