package io.devicegate.gateway.token;

import java.lang.reflect.Method;
import java.security.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the quickest implementation of the signature algorithms on the class path.
 *
 * <p>The JDK's own needs hundreds of microseconds for one ES256 or EdDSA signature; Amazon Corretto
 * Crypto Provider and Conscrypt, which are native, need a tenth of it and half the time for RS256.
 * Neither is a dependency: who wants one adds it.
 */
final class CryptoProvider {

  private static final Logger log = LoggerFactory.getLogger(CryptoProvider.class);

  private static final String ACCP =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final String CONSCRYPT = "org.conscrypt.Conscrypt";

  private CryptoProvider() {}

  /** The same for the whole process; looked for, and announced in the log, once. */
  static Optional<Provider> preferred() {
    return Preferred.PROVIDER;
  }

  /**
   * The native provider that is there and works on this machine, if any; says in the log what it
   * found.
   */
  static Optional<Provider> find(ClassLoader classes) {
    Provider found = accp(classes);
    if (found == null) {
      found = conscrypt(classes);
    }
    if (found == null) {
      log.info(
          "Signatures are verified by the JDK; Amazon Corretto Crypto Provider or Conscrypt on the class path is faster");
    } else {
      log.info("Signatures are verified by {} {}", found.getName(), found.getVersionStr());
    }
    return Optional.ofNullable(found);
  }

  private static @Nullable Provider accp(ClassLoader classes) {
    try {
      Class<?> type = Class.forName(ACCP, true, classes);
      Provider provider = (Provider) type.getField("INSTANCE").get(null);
      type.getMethod("assertHealthy").invoke(provider);
      return provider;
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      log.warn("Amazon Corretto Crypto Provider does not work on this machine", e);
      return null;
    }
  }

  private static @Nullable Provider conscrypt(ClassLoader classes) {
    try {
      Class<?> type = Class.forName(CONSCRYPT, true, classes);
      type.getMethod("checkAvailability").invoke(null);
      Method newProvider = type.getMethod("newProvider");
      return (Provider) newProvider.invoke(null);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      log.warn("Conscrypt does not work on this machine", e);
      return null;
    }
  }

  private static final class Preferred {
    private static final Optional<Provider> PROVIDER = find(CryptoProvider.class.getClassLoader());
  }
}
