package io.partwarden.targets;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets idle pools be closed from time to time. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TargetsConfiguration {}
