package io.devicegate.gateway.edge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** The answer to a request that is refused before it is routed (RFC 9457). */
final class EdgeProblem {

  private static final JsonMapper JSON = JsonMapper.shared();

  private EdgeProblem() {}

  /** Prepares status and headers and returns the body. */
  static DataBuffer prepare(
      ServerHttpResponse response, EdgeRefusal refusal, String doubt, String decisionId) {
    HttpStatus status = HttpStatus.valueOf(refusal.status());
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", status.getReasonPhrase());
    problem.put("status", status.value());
    problem.put("detail", refusal.detail());
    problem.put("reason", refusal.reason());
    problem.put("doubt", doubt);
    problem.put("decision_id", decisionId);
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    response.getHeaders().setCacheControl("no-store");
    if (refusal == EdgeRefusal.METHOD_REFUSED) {
      // RFC 9110, section 15.5.6; which methods a path has is the upstream's to say.
      response.getHeaders().set("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }
    byte[] body = JSON.writeValueAsBytes(problem);
    response.getHeaders().setContentLength(body.length);
    return response.bufferFactory().wrap(body);
  }
}
