package io.devicegate.dashboards.collector;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;

/**
 * A tenant's Management API, asked with a token that is renewed when the tenant no longer takes it.
 * Not thread-safe.
 */
final class TenantApi {

  private final URI tenant;
  private final BoundedHttp http;
  private final TenantToken token;

  TenantApi(CollectorProperties.Poller properties, BoundedHttp http, Clock clock) {
    this.tenant = requireNonNull(properties.url(), "url");
    this.http = http;
    this.token = new TenantToken(properties, http, clock);
  }

  /**
   * Asks for a resource; returns only an answer of 200.
   *
   * @param path path and query, relative to the tenant's address
   * @param scope what the token needs, to be named when it is refused
   */
  HttpResponse<byte[]> get(String path, String scope) throws PollException, InterruptedException {
    HttpResponse<byte[]> answer = send(path);
    if (answer.statusCode() == 401 && token.forget()) {
      answer = send(path);
    }
    int status = answer.statusCode();
    if (status == 401 || status == 403) {
      throw PollException.unauthorized(
          "The tenant refuses to show its "
              + scope.substring(scope.indexOf(':') + 1).replace('_', ' ')
              + " (status "
              + status
              + "): its client or token needs the scope "
              + scope
              + " of the Management API");
    }
    if (status != 200) {
      throw PollException.status(status);
    }
    return answer;
  }

  private HttpResponse<byte[]> send(String path) throws PollException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(tenant.resolve(path))
            .header("Authorization", "Bearer " + token.value())
            .header("Accept", "application/json")
            .GET());
  }
}
