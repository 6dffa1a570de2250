package io.devicegate.sandbox.tenant;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the server itself refuses before the application sees it, such as an address that is
 * no address: Auth0's error object, and nothing about the server.
 */
final class ServerErrors extends ErrorReportValve {

  private static final String BODY =
      "{\"error\":\"%s\",\"error_description\":\"The server refused the request.\"}";

  @Override
  protected void report(Request request, Response response, @Nullable Throwable problem) {
    int status = response.getStatus();
    // Each response is reported once, and only if nothing was written to it.
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    String body = BODY.formatted(status < 500 ? "invalid_request" : "server_error");
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.getReporter().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      LogFactory.getLog(ServerErrors.class).debug("The client is gone", e);
    }
  }
}
