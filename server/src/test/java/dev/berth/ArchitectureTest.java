package dev.berth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Which package may use which. A package that is not in the table fails the test; a new edge needs
 * a reason in the review.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.berth";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** Top package → those of ours that it may use beside itself. */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    // words and tools
                    Map.entry("runtime", Set.of()),
                    Map.entry("aws", Set.of()),
                    Map.entry("json", Set.of()),
                    Map.entry("oci", Set.of()),
                    Map.entry("problem", Set.of("aws", "oci")),
                    Map.entry("config", Set.of("json")),
                    Map.entry("http", Set.of("config", "runtime")),
                    Map.entry("telemetry", Set.of("http")),
                    // engines
                    Map.entry("db", Set.of("config", "problem", "runtime")),
                    Map.entry("work", Set.of("config", "runtime")),
                    Map.entry("policy", Set.of("aws", "json")),
                    Map.entry("blob", Set.of("config", "oci", "runtime")),
                    Map.entry("events", Set.of("aws", "db", "json", "runtime", "work")),
                    // features
                    Map.entry(
                            "access",
                            Set.of(
                                    "aws", "config", "db", "json", "oci", "policy", "problem",
                                    "runtime", "work")),
                    Map.entry(
                            "identity",
                            Set.of(
                                    "access", "aws", "config", "db", "events", "json", "policy",
                                    "problem", "runtime", "work")),
                    Map.entry(
                            "token",
                            Set.of(
                                    "access", "aws", "config", "db", "events", "problem", "runtime",
                                    "work")),
                    Map.entry(
                            "session",
                            Set.of(
                                    "access",
                                    "aws",
                                    "config",
                                    "events",
                                    "identity",
                                    "json",
                                    "policy",
                                    "problem",
                                    "runtime")),
                    Map.entry(
                            "repository",
                            Set.of(
                                    "access", "aws", "config", "db", "events", "json", "oci",
                                    "policy", "problem", "runtime")),
                    Map.entry(
                            "layer",
                            Set.of(
                                    "aws",
                                    "blob",
                                    "config",
                                    "db",
                                    "events",
                                    "oci",
                                    "problem",
                                    "repository",
                                    "runtime",
                                    "work")),
                    Map.entry(
                            "image",
                            Set.of(
                                    "aws",
                                    "config",
                                    "db",
                                    "events",
                                    "json",
                                    "layer",
                                    "oci",
                                    "problem",
                                    "repository",
                                    "runtime",
                                    "work")),
                    Map.entry("audit", Set.of("access", "aws", "events", "json", "runtime")),
                    Map.entry("collect", Set.of("config", "layer", "runtime", "telemetry", "work")),
                    Map.entry("verify", Set.of("blob", "db", "image", "oci", "problem", "runtime")),
                    // front doors: never db, work or events' outbox; blobs only as open files
                    Map.entry(
                            "api",
                            Set.of(
                                    "access",
                                    "aws",
                                    "blob",
                                    "config",
                                    "events",
                                    "http",
                                    "identity",
                                    "image",
                                    "json",
                                    "layer",
                                    "oci",
                                    "policy",
                                    "problem",
                                    "repository",
                                    "runtime",
                                    "session",
                                    "token")),
                    Map.entry(
                            "boot",
                            Set.of(
                                    "access",
                                    "api",
                                    "audit",
                                    "aws",
                                    "blob",
                                    "collect",
                                    "config",
                                    "db",
                                    "events",
                                    "http",
                                    "identity",
                                    "image",
                                    "json",
                                    "layer",
                                    "oci",
                                    "policy",
                                    "problem",
                                    "repository",
                                    "runtime",
                                    "session",
                                    "telemetry",
                                    "token",
                                    "verify",
                                    "work")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "access",
                                    "aws",
                                    "boot",
                                    "collect",
                                    "config",
                                    "http",
                                    "identity",
                                    "json",
                                    "layer",
                                    "oci",
                                    "policy",
                                    "problem",
                                    "runtime",
                                    "verify")),
                    Map.entry("", Set.of("boot", "cli")));

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        var offences = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            String from = topPackage(type);
            Set<String> allowed = MAY_USE.get(from);
            if (allowed == null) {
                offences.add("the package " + from + " is not in the table");
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT)) {
                    String to = topPackage(target);
                    if (!to.equals(from) && !allowed.contains(to)) {
                        offences.add(type.getName() + " uses " + target.getName());
                    }
                }
            }
        }

        assertThat(offences).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void frontDoorsDoNotUseEachOther() {
        slices().matching(ROOT + ".api.(*)..")
                .namingSlices("door $1")
                .as("front doors")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        not(resideInAPackage(ROOT + ".nowhere")),
                        resideInAPackage(ROOT + ".api.edge.."))
                .ignoreDependency(
                        resideInAPackage(ROOT + ".api.ecr.."),
                        resideInAPackage(ROOT + ".api.awsjson.."))
                .ignoreDependency(
                        resideInAPackage(ROOT + ".api.sts.."),
                        resideInAPackage(ROOT + ".api.awsquery.."))
                .ignoreDependency(
                        resideInAPackage(ROOT + ".api.iam.."),
                        resideInAPackage(ROOT + ".api.awsquery.."))
                .check(CLASSES);
    }

    @Test
    void onlyTheEngineSeesTheHttpLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void onlyJsonSeesTheJsonLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".json..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("tools.jackson..")
                                .and(not(resideInAPackage("com.fasterxml.jackson.annotation.."))))
                .check(CLASSES);
    }

    @Test
    void onlyTheReaderOfWebIdentitiesSeesTheTokenLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".session.oidc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(CLASSES);
    }

    @Test
    void onlyTelemetrySeesTheMetricsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void onlyStoresAndTheDatabaseSpeakSql() {
        noClasses()
                .that(
                        not(resideInAPackage(ROOT + ".db.."))
                                .and(not(simpleNameEndingWith("Store")))
                                .and(not(resideInAPackage(ROOT + ".boot.."))))
                .should()
                .callMethod("org.jdbi.v3.core.Handle", "createQuery", "java.lang.String")
                .orShould()
                .callMethod("org.jdbi.v3.core.Handle", "createUpdate", "java.lang.String")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(CLASSES);
    }

    @Test
    void nothingIsStaticButConstants() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + "..")
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void timeAndChanceAndSurroundingsAreInjected() {
        noClasses()
                .that(
                        not(resideInAPackage(ROOT + ".boot.."))
                                .and(not(resideInAPackage(ROOT + ".cli..")))
                                .and(not(resideInAPackage(ROOT + ".runtime.."))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked =
                CLASSES.stream()
                        .map(JavaClass::getPackage)
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(p -> p.getName())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unmarked).isEmpty();
    }

    @Test
    void noPackageIsADrawerForEverything() {
        Set<String> drawers = Set.of("util", "utils", "common", "helper", "misc", "impl");

        assertThat(
                        CLASSES.stream()
                                .flatMap(c -> Arrays.stream(c.getPackageName().split("\\.")))
                                .filter(drawers::contains))
                .isEmpty();
    }

    private static String topPackage(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return "";
        }
        String below = name.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
