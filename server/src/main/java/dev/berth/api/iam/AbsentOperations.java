package dev.berth.api.iam;

import dev.berth.access.Action;
import dev.berth.api.awsquery.QueryAnswer;
import dev.berth.api.awsquery.QueryCall;
import dev.berth.api.awsquery.QueryOperation;
import dev.berth.api.awsquery.XmlStructure;
import dev.berth.identity.User;
import dev.berth.problem.AccessProblem;
import dev.berth.problem.IdentityFault;
import dev.berth.problem.ProblemException;
import java.util.List;

/**
 * What users have at AWS and not here: passwords, devices, certificates. Clients ask for them
 * before they delete a user, and are told the truth: there are none.
 */
final class AbsentOperations {
    private final CallingUser calling;

    AbsentOperations(IamFeatures features) {
        this.calling = new CallingUser(features);
    }

    List<QueryOperation> all() {
        return List.of(
                none(Action.IAM_LIST_MFA_DEVICES, "MFADevices"),
                none(Action.IAM_LIST_SIGNING_CERTIFICATES, "Certificates"),
                none(Action.IAM_LIST_SSH_PUBLIC_KEYS, "SSHPublicKeys"),
                none(Action.IAM_LIST_SERVICE_SPECIFIC_CREDENTIALS, "ServiceSpecificCredentials"),
                IamOperation.ofAccount(
                        Action.IAM_LIST_VIRTUAL_MFA_DEVICES, _ -> empty("VirtualMFADevices")),
                noProfile(Action.IAM_GET_LOGIN_PROFILE),
                noProfile(Action.IAM_UPDATE_LOGIN_PROFILE),
                noProfile(Action.IAM_DELETE_LOGIN_PROFILE),
                nothing(
                        Action.IAM_DEACTIVATE_MFA_DEVICE,
                        "SerialNumber",
                        "MFA Device with serial number %s cannot be found."),
                nothing(
                        Action.IAM_DELETE_SSH_PUBLIC_KEY,
                        "SSHPublicKeyId",
                        "The Public Key with id %s cannot be found."),
                nothing(
                        Action.IAM_DELETE_SIGNING_CERTIFICATE,
                        "CertificateId",
                        "The Certificate with id %s cannot be found."),
                nothing(
                        Action.IAM_DELETE_SERVICE_SPECIFIC_CREDENTIAL,
                        "ServiceSpecificCredentialId",
                        "The service specific credential with id %s cannot be found."));
    }

    private QueryOperation none(Action action, String list) {
        return IamOperation.telling(
                action,
                calling::arn,
                call -> {
                    requireUser(call);
                    return empty(list);
                });
    }

    private static QueryAnswer empty(String list) {
        return XmlStructure.empty().texts(list, List.of()).flag("IsTruncated", false);
    }

    private QueryOperation noProfile(Action action) {
        return IamOperation.telling(
                action,
                calling::arn,
                call -> {
                    throw noSuchEntity(
                            "Login Profile for User %s cannot be found."
                                    .formatted(requireUser(call)));
                });
    }

    /** There is never one of the id that the parameter gives. */
    private QueryOperation nothing(Action action, String parameter, String message) {
        return IamOperation.telling(
                action,
                calling::arn,
                call -> {
                    requireUser(call);
                    throw noSuchEntity(message.formatted(call.parameters().require(parameter)));
                });
    }

    /** The name of whom it is about, who must be there. */
    private String requireUser(QueryCall call) {
        User user = calling.requireUnlessRoot(call);
        return user == null ? "root" : user.name();
    }

    private static ProblemException noSuchEntity(String message) {
        return new ProblemException(
                new AccessProblem.Identity(IdentityFault.NO_SUCH_ENTITY, message));
    }
}
