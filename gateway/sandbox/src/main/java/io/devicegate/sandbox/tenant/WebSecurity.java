package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.web.NimbusJwkSetEndpointFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/** Who may call what: the endpoints that programs call, and the pages that people see. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final String KEYS = "/.well-known/jwks.json";

  private final JsonMapper json;

  WebSecurity(JsonMapper json) {
    this.json = json;
  }

  @Bean
  @Order(1)
  SecurityFilterChain managementApi(HttpSecurity http, ManagementTokens tokens) {
    return stateless(http)
        .securityMatcher("/api/**")
        .authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/api/v2/logs/**")
                    .hasAuthority("SCOPE_read:logs")
                    .requestMatchers("/api/v2/log-streams")
                    .hasAuthority("SCOPE_read:log_streams")
                    .anyRequest()
                    .permitAll())
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.decoder(tokens))
                    .authenticationEntryPoint(
                        (request, response, failure) ->
                            refuse(
                                response,
                                HttpStatus.UNAUTHORIZED,
                                ApiErrors.management(
                                    HttpStatus.UNAUTHORIZED, "Missing or invalid access token")))
                    .accessDeniedHandler(
                        (request, response, failure) ->
                            refuse(
                                response,
                                HttpStatus.FORBIDDEN,
                                ApiErrors.management(
                                    HttpStatus.FORBIDDEN,
                                    "Insufficient scope, expected any of: "
                                        + (request.getRequestURI().endsWith("/log-streams")
                                            ? "read:log_streams"
                                            : "read:logs")))))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain userinfo(HttpSecurity http, UserinfoTokens tokens) {
    return stateless(http)
        .securityMatcher("/userinfo")
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(
            server ->
                server
                    .opaqueToken(opaque -> opaque.introspector(tokens))
                    .authenticationEntryPoint(
                        (request, response, failure) ->
                            refuse(
                                response,
                                HttpStatus.UNAUTHORIZED,
                                Map.of(
                                    "error",
                                    "invalid_token",
                                    "error_description",
                                    "Unauthorized"))))
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain endpoints(HttpSecurity http, SigningKeys keys, Faults faults) {
    return stateless(http)
        .securityMatcher(ApiErrors.PATTERNS)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .addFilterBefore(
            new NimbusJwkSetEndpointFilter(keys, KEYS), UsernamePasswordAuthenticationFilter.class)
        .addFilterBefore(
            (request, response, chain) -> {
              if (faults.isOn(Fault.KEYS_DOWN)
                  && ((HttpServletRequest) request).getRequestURI().equals(KEYS)) {
                ((HttpServletResponse) response).setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
              } else {
                chain.doFilter(request, response);
              }
            },
            NimbusJwkSetEndpointFilter.class)
        .build();
  }

  @Bean
  @Order(4)
  SecurityFilterChain pages(
      HttpSecurity http,
      Users users,
      PasswordEncoder passwords,
      LoginGuard guard,
      LoginOutcomes outcomes) {
    DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
    provider.setPasswordEncoder(passwords);
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/activate/continue", "/activate/consent")
                    .authenticated()
                    .anyRequest()
                    .permitAll())
        .authenticationProvider(guard.provider())
        .authenticationProvider(provider)
        .formLogin(
            form ->
                form.loginPage("/login")
                    .successHandler(outcomes.success())
                    .failureHandler(outcomes.failure()))
        .logout(AbstractHttpConfigurer::disable)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(
                        policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
        .build();
  }

  private static HttpSecurity stateless(HttpSecurity http) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
  }

  private void refuse(HttpServletResponse response, HttpStatus status, Map<String, Object> body)
      throws IOException {
    String error = status == HttpStatus.FORBIDDEN ? "insufficient_scope" : "invalid_token";
    response.setStatus(status.value());
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"" + error + "\"");
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }
}
