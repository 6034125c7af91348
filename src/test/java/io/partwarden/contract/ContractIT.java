package io.partwarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * Walks every operation of the served document. The hostile part is random but repeatable: {@code -Dcontract.seed=<number>} turns it
 * to other input, {@code -Dcontract.requests=<number>} sets how many requests each operation gets.
 */
@ServiceTest
class ContractIT {

    private static final long SEED = Long.getLong("contract.seed", 20_261_121L);
    private static final int REQUESTS = Integer.getInteger("contract.requests", 60);
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW");

    /** So that each finds what it needs, and nothing is gone before it is looked at. */
    private static final List<String> ORDER = List.of(
            "putTarget",
            "getTarget",
            "listTargets",
            "patchTarget",
            "pauseTarget",
            "resumeTarget",
            "checkTarget",
            "deleteTarget",
            "createToken",
            "listTokens",
            "deleteToken",
            "defineTable",
            "listTables",
            "getTable",
            "getTableByTableId",
            "createPartitions",
            "listPartitions",
            "listPartitionsByTableId",
            "getPartition",
            "getPartitionById",
            "getPartitionByTableId",
            "getCoverage",
            "getCoverageByTableId",
            "putPolicy",
            "getPolicy",
            "patchPolicy",
            "getForecast",
            "pauseTable",
            "resumeTable",
            "adoptTable",
            "deletePolicy",
            "freeze",
            "getFreeze",
            "unfreeze",
            "removePartition",
            "seedDefineTable",
            "seedCreateRangePartition",
            "seedCreateHashPartition",
            "seedCreateListPartition",
            "listFleetTables",
            "listFindings",
            "registerTenants",
            "listTenants",
            "seedListTables",
            "importPgPartman",
            "reportPgPartman",
            "takeOverFromPgPartman",
            "handBackToPgPartman",
            "importGoPartman",
            "listAudit");

    private final Service service;
    private final ContractTarget target;
    private final ApiDocument document;
    private final AnswerCheck check;

    ContractIT(Service service, Environment environment) {
        this.service = service;
        this.target = new ContractTarget(service, Path.of(environment.getRequiredProperty("partwarden.home")));
        this.document = ApiDocument.parse(service.admin().get("/v3/api-docs").body());
        this.check = new AnswerCheck(document);
    }

    @Test
    void everyExampleWorks() {
        target.reset();
        service.admin().delete("/api/v1/tokens/airflow");
        target.tenants(service);
        Map<String, String> ids = new HashMap<>();
        for (String id : ORDER) {
            ApiOperation operation = document.operation(id);
            boolean creates = id.equals("putTarget") || id.equals("putPolicy");
            Client client = operation.headerParameters().contains("If-Match") && !creates
                    ? service.admin().with("If-Match", "*")
                    : service.admin();
            String path = operation.pathWith(variables(id, ids));
            Map<String, JsonNode> bodies = operation.bodies();
            if (bodies.isEmpty()) {
                succeeds(operation, path, client.send(operation.method(), path, null));
            }
            bodies.forEach((name, body) -> {
                Answer answer = client.with("Content-Type", operation.bodyType())
                        .send(operation.method(), path, target.at(body));
                succeeds(operation, path + " with " + name, answer);
                if (answer.json().has("id")
                        && !answer.json().path("table").asString("").equals("gauges")) {
                    ids.put(
                            id.equals("defineTable") ? "table_id" : "partition_id",
                            answer.json().get("id").asString());
                }
            });
        }
        assertThat(document.operations())
                .filteredOn(operation -> operation.hasBody() && !operation.id().endsWith("ByTableId"))
                .extracting(ApiOperation::id)
                .isSubsetOf(ORDER);
    }

    private static Map<String, String> variables(String operation, Map<String, String> ids) {
        if (operation.endsWith("Target")) {
            return Map.of("target", "sales");
        }
        if (operation.endsWith("Tenants")) {
            return Map.of("table", ContractTarget.OF_TENANTS);
        }
        return operation.equals("deleteToken") ? Map.of("name", "airflow") : ids;
    }

    private void succeeds(ApiOperation operation, String request, Answer answer) {
        assertThat(answer.status()).as("%s -> %s", request, answer).isBetween(200, 299);
        check.declared(operation, request, answer);
    }

    @TestFactory
    Stream<DynamicTest> hostileInputIsRefusedAsDocumented() {
        System.out.println("contract.seed=" + SEED);
        return document.operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> harass(operation)));
    }

    @TestFactory
    Stream<DynamicTest> otherMethodsAreRefused() {
        return document.root().get("paths").properties().stream()
                .map(path -> DynamicTest.dynamicTest(path.getKey(), () -> {
                    for (String method : METHODS) {
                        if (!path.getValue().has(method.toLowerCase(Locale.ROOT))) {
                            String url = new ApiOperation(method, path.getKey(), path.getValue()).pathBy(name -> "x");
                            check.refused(method + ' ' + url, service.admin().send(method, url, null));
                        }
                    }
                }));
    }

    private void harass(ApiOperation operation) {
        target.reset();
        document.operation("defineTable").bodies().values().forEach(target::define);
        HostileInput input = new HostileInput(SEED ^ operation.id().hashCode());
        for (int i = 0; i < REQUESTS; i++) {
            HostileRequest request = HostileRequest.against(operation, input);
            check.declared(operation, request.toString(), request.send(service.admin()));
        }
    }
}
