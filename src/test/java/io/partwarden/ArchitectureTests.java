package io.partwarden;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@AnalyzeClasses(packages = "io.partwarden", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final Set<Class<?>> CLOCKS =
            Set.of(Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class);

    @ArchTest
    static final ArchRule SQL_PARTITION_AND_POLICY_ARE_PURE = classes()
            .that()
            .resideInAnyPackage("io.partwarden.sql..", "io.partwarden.partition..", "io.partwarden.policy..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "io.partwarden.sql..",
                            "io.partwarden.partition..",
                            "io.partwarden.policy..",
                            "org.jspecify..")
                    // Of package-info alone: where the module says what it may use.
                    .or(resideInAPackage("org.springframework.modulith")))
            .andShould(notUse("java.sql", "javax.sql"));

    @ArchTest
    static final ArchRule JDBC_CLIENT_STAYS_WHERE_QUERIES_ARE = noClasses()
            .that(not(resideInAnyPackage(
                            "io.partwarden.targets..", "io.partwarden.catalog..", "io.partwarden.execution.."))
                    .and(not(outermostNameEndsWith("Repository"))))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(JdbcClient.class);

    @ArchTest
    static final ArchRule CONTROLLERS_REPOSITORIES_AND_PROPERTIES_ARE_INTERNAL = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .or()
            .areAnnotatedWith(Repository.class)
            .or()
            .areAnnotatedWith(ConfigurationProperties.class)
            // The home directory is shared by whoever keeps files there.
            .and()
            .doNotHaveFullyQualifiedName("io.partwarden.shared.PartwardenHome")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses().should().callMethodWhere(asksTheSystemForTheTime());

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes().should(resideInANullMarkedPackage());

    @ArchTest
    static final ArchRule JACKSON_2_IS_NOT_USED =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule TRANSACTIONS_ARE_TEMPLATES = noClasses()
            .should()
            .beAnnotatedWith(Transactional.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Transactional.class);

    @Test
    void modulesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(PartwardenApplication.class).verify();
    }

    private static DescribedPredicate<JavaClass> outermostNameEndsWith(String suffix) {
        return DescribedPredicate.describe("in a class named .." + suffix, type -> {
            JavaClass outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return outermost.getSimpleName().endsWith(suffix);
        });
    }

    private static DescribedPredicate<JavaMethodCall> asksTheSystemForTheTime() {
        return DescribedPredicate.describe("asks the system for the time", call -> {
            String owner = call.getTargetOwner().getFullName();
            String method = call.getTarget().getName();
            boolean unclocked = call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(parameter -> parameter.isAssignableTo(Clock.class));
            return (CLOCKS.stream().anyMatch(type -> type.getName().equals(owner)) && method.equals("now") && unclocked)
                    || (owner.equals("java.lang.System") && method.equals("currentTimeMillis"));
        });
    }

    private static ArchCondition<JavaClass> notUse(String... packages) {
        return new ArchCondition<>("use none of " + String.join(", ", packages)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use ->
                                Set.of(packages).contains(use.getTargetClass().getPackageName()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " is not @NullMarked"));
                }
            }
        };
    }
}
