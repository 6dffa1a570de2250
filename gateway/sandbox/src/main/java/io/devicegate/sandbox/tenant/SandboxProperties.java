package io.devicegate.sandbox.tenant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The sandbox tenant.
 *
 * @param issuer issuer of the tokens, with its trailing slash; derived from the port when absent
 * @param tenantName name of the tenant in its logs and in the context of login rules
 * @param environmentName name of the environment in the logs
 * @param clients applications that may ask for tokens
 * @param users people who may log in
 * @param apis APIs that tokens are issued for
 * @param rules login rules
 * @param lifetimes lifetimes of codes, tokens and sessions
 * @param limits bounds of what the tenant keeps and of how often something may be tried
 */
@Validated
@ConfigurationProperties("devicegate.sandbox")
public record SandboxProperties(
    @Nullable URI issuer,
    @DefaultValue("sandbox") @NotBlank String tenantName,
    @DefaultValue("local-1") @NotBlank String environmentName,
    @NotEmpty @Valid List<Client> clients,
    @NotEmpty @Valid List<User> users,
    @DefaultValue @Valid List<Api> apis,
    @DefaultValue @Valid Rules rules,
    @DefaultValue @Valid Lifetimes lifetimes,
    @DefaultValue @Valid Limits limits) {

  /**
   * An application.
   *
   * @param id client identifier
   * @param name name that people see
   * @param secret client secret; a client without one is public
   * @param grants grant types the client may use
   * @param audiences scopes the client may ask for in the client credentials grant, by audience
   * @param managementScopes scopes the client may ask for at the tenant's Management API
   * @param allowedLogoutUrls addresses that {@code returnTo} of a logout may name
   */
  public record Client(
      @NotBlank String id,
      @NotBlank String name,
      @Nullable String secret,
      @NotEmpty Set<String> grants,
      @DefaultValue Map<String, Set<String>> audiences,
      @DefaultValue Set<String> managementScopes,
      @DefaultValue Set<String> allowedLogoutUrls) {}

  /**
   * A person.
   *
   * @param id identifier, the {@code sub} of the tokens
   * @param email address to log in with
   * @param password password to log in with, at most 72 bytes
   * @param name full name
   * @param emailVerified whether the address is verified
   * @param blocked whether the person may not log in
   * @param appMetadata what administrators store about the person, for login rules
   * @param userMetadata what the person stores, for login rules
   */
  public record User(
      @NotBlank String id,
      @NotBlank String email,
      @NotBlank @Size(max = 72) String password,
      @NotBlank String name,
      @DefaultValue("true") boolean emailVerified,
      @DefaultValue("false") boolean blocked,
      @DefaultValue Map<String, String> appMetadata,
      @DefaultValue Map<String, String> userMetadata) {}

  /**
   * An API.
   *
   * @param audience identifier, the {@code aud} of the tokens
   * @param name name that people see
   * @param scopes scopes that exist
   * @param profile profile of the access tokens
   * @param allowOfflineAccess whether refresh tokens are issued for the API
   */
  public record Api(
      @NotBlank String audience,
      @NotBlank String name,
      @DefaultValue Set<String> scopes,
      @DefaultValue("auth0") @NotNull TokenProfile profile,
      @DefaultValue("true") boolean allowOfflineAccess) {}

  /**
   * Login rules.
   *
   * @param directory folder of the rules; no rules when it does not exist
   * @param timeout time that one run of all rules may take
   * @param configuration what Rules see as {@code configuration}
   * @param secrets what Actions see as {@code event.secrets}
   * @param allowedOrigins origins, such as https://api.example.com, to which scripts may connect
   */
  public record Rules(
      @DefaultValue("rules/login") @NotNull Path directory,
      @DefaultValue("250ms") @DurationMin(millis = 1) Duration timeout,
      @DefaultValue Map<String, String> configuration,
      @DefaultValue Map<String, String> secrets,
      @DefaultValue Set<String> allowedOrigins) {

    /** Returns no configuration and no secrets: they are nobody's to read. */
    @Override
    public String toString() {
      return "Rules[directory=%s, timeout=%s]".formatted(directory, timeout);
    }
  }

  /**
   * Lifetimes.
   *
   * @param deviceCode time within which a person has to enter the user code
   * @param interval shortest time between two polls of a device
   * @param accessToken lifetime of an access token
   * @param idToken lifetime of an ID token
   * @param refreshToken lifetime of a refresh token and all its successors together
   * @param refreshTokenIdle time after which an unused refresh token expires
   */
  public record Lifetimes(
      @DefaultValue("900s") @DurationMin(seconds = 1) Duration deviceCode,
      @DefaultValue("5s") @DurationMin(seconds = 1) Duration interval,
      @DefaultValue("86400s") @DurationMin(seconds = 1) Duration accessToken,
      @DefaultValue("36000s") @DurationMin(seconds = 1) Duration idToken,
      @DefaultValue("30d") @DurationMin(seconds = 1) Duration refreshToken,
      @DefaultValue("15d") @DurationMin(seconds = 1) Duration refreshTokenIdle) {}

  /**
   * Bounds.
   *
   * @param deviceCodes maximum number of device codes at a time
   * @param refreshTokens maximum number of refresh token families; the oldest is dropped beyond it
   * @param refreshTokensPerUser maximum number of families per user and client
   * @param opaqueTokens maximum number of opaque access tokens kept
   * @param sessions maximum number of browser sessions at a time
   * @param wrongCodesPerAddress wrong user codes that one address may enter within the window
   * @param wrongCodesPerSession wrong user codes that one browser session may enter within it
   * @param wrongPasswords wrong passwords that one address may enter for one account within it
   * @param window time after which wrong codes and passwords are forgotten
   */
  public record Limits(
      @DefaultValue("10000") @Positive int deviceCodes,
      @DefaultValue("10000") @Positive int refreshTokens,
      @DefaultValue("200") @Positive int refreshTokensPerUser,
      @DefaultValue("10000") @Positive int opaqueTokens,
      @DefaultValue("10000") @Positive int sessions,
      @DefaultValue("30") @Positive int wrongCodesPerAddress,
      @DefaultValue("10") @Positive int wrongCodesPerSession,
      @DefaultValue("10") @Positive int wrongPasswords,
      @DefaultValue("15m") @DurationMin(seconds = 1) Duration window) {}
}
