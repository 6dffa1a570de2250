package io.devicegate.sandbox.tenant;

import io.devicegate.rules.login.LoginEffects;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The people of the tenant; they log in with their e-mail address. */
@Component
final class Users implements UserDetailsService {

  private final Map<String, SandboxProperties.User> byEmail = new LinkedHashMap<>();
  private final Map<String, SandboxProperties.User> byId = new LinkedHashMap<>();
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final Map<String, Integer> logins = new ConcurrentHashMap<>();
  private final Map<String, UserMetadata> metadata = new ConcurrentHashMap<>();

  Users(SandboxProperties properties, PasswordEncoder encoder) {
    for (SandboxProperties.User user : properties.users()) {
      byEmail.put(normalized(user.email()), user);
      byId.put(user.id(), user);
      passwords.put(user.id(), encoder.encode(user.password()));
    }
  }

  @Override
  public UserDetails loadUserByUsername(String email) {
    SandboxProperties.User user =
        byEmail(email).orElseThrow(() -> new UsernameNotFoundException("No such user"));
    return User.withUsername(user.email())
        .password(passwords.get(user.id()))
        .accountLocked(user.blocked())
        .authorities("USER")
        .build();
  }

  Optional<SandboxProperties.User> byEmail(String email) {
    return Optional.ofNullable(byEmail.get(normalized(email)));
  }

  Optional<SandboxProperties.User> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Counts a login with the right password; the number of logins includes this one. */
  int countLogin(SandboxProperties.User user) {
    return logins.merge(user.id(), 1, Integer::sum);
  }

  /** Returns what is stored about a person: at first what the configuration says. */
  UserMetadata metadata(SandboxProperties.User user) {
    return metadata(metadata.get(user.id()), user);
  }

  /** Changes it as login rules ask. */
  void update(SandboxProperties.User user, LoginEffects effects) {
    metadata.compute(user.id(), (id, before) -> metadata(before, user).with(effects));
  }

  private static UserMetadata metadata(@Nullable UserMetadata stored, SandboxProperties.User user) {
    return stored == null ? UserMetadata.of(user) : stored;
  }

  int logins(SandboxProperties.User user) {
    return logins.getOrDefault(user.id(), 0);
  }

  private static String normalized(String email) {
    return email.trim().toLowerCase(Locale.ROOT);
  }
}
