package io.partwarden.partition;

import io.partwarden.testing.GoldenPlans;
import io.partwarden.testing.PostgresServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PartitionPlanTests {

    @ParameterizedTest
    @EnumSource
    void eachPlanIsTheOneThatWasReviewed(PlanScenario scenario) {
        GoldenPlans.verify(scenario.golden(), scenario.plan(PostgresServer.LATEST));
    }
}
