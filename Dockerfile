# The service alone: no PostgreSQL is inside, so it needs SPRING_DATASOURCE_URL (see docker-compose.yml).
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
# Tests have run before; their PostgreSQL binaries (mdep) are not needed here.
RUN mvn -B -ntp -Pimage package -DskipTests -Dmdep.skip -Djacoco.skip -Dspotless.check.skip \
    && java -Djarmode=tools -jar target/partwarden-*.jar extract --layers --launcher --destination /layers

FROM eclipse-temurin:25-jre-alpine
RUN addgroup -S -g 10001 partwarden \
    && adduser -S -u 10001 -G partwarden -h /var/lib/partwarden partwarden
WORKDIR /opt/partwarden
# From the layer that changes least to the one that changes with every commit.
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
ENV PARTWARDEN_HOME=/var/lib/partwarden \
    PARTWARDEN_HOST=0.0.0.0
USER 10001:10001
VOLUME /var/lib/partwarden
EXPOSE 8470
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD wget -q -O /dev/null http://127.0.0.1:8470/readyz || exit 1
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "org.springframework.boot.loader.launch.JarLauncher"]
