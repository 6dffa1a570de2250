package io.devicegate.gateway.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The parts around the token stand alone: each can be read, tested and replaced without the rest.
 */
class EdgePartsArchitectureTest {

  private static final String ROOT = "io.devicegate.gateway";

  private static final JavaClasses PARTS =
      ArchConfiguration.withThreadLocalScope(EdgePartsArchitectureTest::read);

  @Test
  void onlyTheProofKnowsTheEdge() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".edge", ROOT + ".budget", ROOT + ".introspection")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proof")
        .check(PARTS);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".budget", ROOT + ".introspection")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".edge")
        .check(PARTS);
  }

  @Test
  void noPartKnowsTheRestOfTheGateway() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages(
            ROOT + ".token..",
            ROOT + ".protocol..",
            ROOT + ".access..",
            ROOT + ".signal..",
            ROOT + ".decisionlog..",
            ROOT + ".telemetry..")
        .check(PARTS);
  }

  @Test
  void logicIsPlainJava() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".proof", ROOT + ".budget", ROOT + ".introspection")
        .and()
        .haveSimpleNameNotEndingWith("Properties")
        .and()
        .haveSimpleNameNotEndingWith("Configuration")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reactor..", "org.springframework..", "io.netty..")
        .check(PARTS);
  }

  /** Names of what they depend on suffice; reading half of Spring for it takes long. */
  private static JavaClasses read(ArchConfiguration configuration) {
    configuration.setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(ROOT + ".edge", ROOT + ".proof", ROOT + ".budget", ROOT + ".introspection");
  }
}
