package io.devicegate.gateway.edge;

import java.net.InetAddress;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A server on the loopback address, with one filter in front of what stands for the routes. */
final class FilteredServer {

  private FilteredServer() {}

  static DisposableServer start(WebFilter filter, WebHandler routes) {
    HttpHandler handler = WebHttpHandlerBuilder.webHandler(routes).filter(filter).build();
    return HttpServer.create()
        .host(InetAddress.getLoopbackAddress().getHostAddress())
        .port(0)
        .handle(new ReactorHttpHandlerAdapter(handler))
        .bindNow();
  }
}
