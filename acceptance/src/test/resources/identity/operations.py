"""Calls each operation of IAM and STS that berth has, as the aws command does, and compares what it says with what was sent.

Prints the name of each operation that was called, a line each. Nothing that the server answers may be lost on the way into what
botocore gives: each text of the XML has to be there.
"""

import json
import sys
import xml.etree.ElementTree as Xml

import botocore.session
from botocore.exceptions import ClientError

ACCOUNT = "000000000000"
PULL_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
THUMBPRINT = "cf23df2207d99a74fbe169e3eba035e633b65d94"
ISSUER = "oidc.cluster-1.example"

session = botocore.session.get_session()
called = set()


def leaves(value):
    """A policy, which botocore has decoded already, is one text."""
    if isinstance(value, dict) and "Statement" in value:
        return [value]
    if isinstance(value, dict):
        return [leaf for key, item in value.items() if key != "ResponseMetadata" for leaf in leaves(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def texts(xml):
    result = []
    for element in xml.iter():
        if len(element) == 0 and element.text and not element.tag.endswith("}RequestId"):
            result.append(element.text)
    return result


def entries(xml):
    """The entries of maps, which have two texts each where botocore gives one value."""
    return sum(1 for element in xml.iter() if element.tag.endswith("}entry"))


def compare(operation, body, parsed):
    xml = Xml.fromstring(body)
    wire = texts(xml)
    read = [leaf for leaf in leaves(parsed) if leaf != ""]
    if len(wire) - entries(xml) != len(read):
        raise AssertionError(f"{operation} answers {wire}, of which is read {read}")


def client(service, **credentials):
    made = session.create_client(service, region_name="us-east-1", **credentials)

    bodies = []
    made.meta.events.register(
        f"before-parse.{service}", lambda response_dict, **_: bodies.append(response_dict["body"])
    )

    def call(operation, **parameters):
        called.add(operation)
        bodies.clear()
        name = next(method for method, api in made.meta.method_to_api_mapping.items() if api == operation)
        parsed = getattr(made, name)(**parameters)
        compare(operation, bodies[-1], parsed)
        return parsed

    return call


def credentials(answer):
    return {
        "aws_access_key_id": answer["Credentials"]["AccessKeyId"],
        "aws_secret_access_key": answer["Credentials"]["SecretAccessKey"],
        "aws_session_token": answer["Credentials"]["SessionToken"],
    }


def same(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def refused(code, call, operation, **parameters):
    try:
        call(operation, **parameters)
    except ClientError as error:
        same(error.response["Error"]["Code"], code)
        return error.response["Error"]["Message"]
    raise AssertionError(f"{operation} was not refused")


PULL = document({"Sid": "Pull", "Effect": "Allow", "Action": ["ecr:BatchGetImage"], "Resource": "*"})
MORE = document({"Sid": "All", "Effect": "Allow", "Action": "ecr:*", "Resource": "*",
                 "Condition": {"StringEquals": {"aws:PrincipalTag/team": "one"}}})
TAGS = [{"Key": "team", "Value": "one"}, {"Key": "city", "Value": "Zürich: 1+1 = @"}]
REST = [{"Key": "team", "Value": "one"}]


def by_key(tags):
    return sorted(tags, key=lambda tag: tag["Key"])


def users(iam):
    made = iam("CreateUser", UserName="ann", Path="/dev/", PermissionsBoundary=READ_ONLY, Tags=TAGS)["User"]
    same(made["Arn"], f"arn:aws:iam::{ACCOUNT}:user/dev/ann")
    same(by_key(made["Tags"]), by_key(TAGS))
    same(made["PermissionsBoundary"]["PermissionsBoundaryArn"], READ_ONLY)
    same(iam("GetUser", UserName="ann")["User"], made)
    listed = iam("ListUsers", PathPrefix="/dev/")["Users"]
    same([(user["UserId"], user["CreateDate"]) for user in listed], [(made["UserId"], made["CreateDate"])])
    iam("UpdateUser", UserName="ann", NewUserName="anna", NewPath="/ops/")
    same(iam("GetUser", UserName="anna")["User"]["Path"], "/ops/")
    iam("DeleteUserPermissionsBoundary", UserName="anna")
    same("PermissionsBoundary" in iam("GetUser", UserName="anna")["User"], False)
    iam("PutUserPermissionsBoundary", UserName="anna", PermissionsBoundary=PULL_ONLY)
    same(iam("GetUser", UserName="anna")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"], PULL_ONLY)
    tagged(iam, "User", UserName="anna")
    held(iam, "User", UserName="anna")


def tagged(iam, kind, names="Tags", **who):
    iam(f"Untag{kind}", TagKeys=["team", "city"], **who)
    same(iam(f"List{kind}Tags", **who)["Tags"], [])
    iam(f"Tag{kind}", Tags=TAGS, **who)
    same(by_key(iam(f"List{kind}Tags", **who)["Tags"]), by_key(TAGS))
    iam(f"Untag{kind}", TagKeys=["city"], **who)
    same(iam(f"List{kind}Tags", **who)["Tags"], REST)


def held(iam, kind, **who):
    """Inline and managed policies of a user, group or role; one of each stays."""
    for name, policy in {"a": PULL, "b": MORE}.items():
        iam(f"Put{kind}Policy", PolicyName=name, PolicyDocument=json.dumps(policy), **who)
    same(iam(f"List{kind}Policies", **who)["PolicyNames"], ["a", "b"])
    same(iam(f"Get{kind}Policy", PolicyName="b", **who)["PolicyDocument"], MORE)
    iam(f"Delete{kind}Policy", PolicyName="b", **who)
    same(iam(f"List{kind}Policies", **who)["PolicyNames"], ["a"])
    for arn in [PULL_ONLY, READ_ONLY]:
        iam(f"Attach{kind}Policy", PolicyArn=arn, **who)
    iam(f"Detach{kind}Policy", PolicyArn=READ_ONLY, **who)
    same(
        iam(f"ListAttached{kind}Policies", **who)["AttachedPolicies"],
        [{"PolicyName": "AmazonEC2ContainerRegistryPullOnly", "PolicyArn": PULL_ONLY}],
    )


def keys(iam):
    made = iam("CreateAccessKey", UserName="anna")["AccessKey"]
    same((made["UserName"], made["Status"], len(made["SecretAccessKey"])), ("anna", "Active", 40))
    iam("UpdateAccessKey", UserName="anna", AccessKeyId=made["AccessKeyId"], Status="Inactive")
    shown = iam("ListAccessKeys", UserName="anna")["AccessKeyMetadata"]
    same(
        shown,
        [{"UserName": "anna", "AccessKeyId": made["AccessKeyId"], "Status": "Inactive", "CreateDate": made["CreateDate"]}],
    )
    used = iam("GetAccessKeyLastUsed", AccessKeyId=made["AccessKeyId"])
    same((used["UserName"], used["AccessKeyLastUsed"]["ServiceName"]), ("anna", "N/A"))
    iam("DeleteAccessKey", UserName="anna", AccessKeyId=made["AccessKeyId"])
    same(iam("ListAccessKeys", UserName="anna")["AccessKeyMetadata"], [])


def groups(iam):
    made = iam("CreateGroup", GroupName="developers", Path="/teams/")["Group"]
    same(made["Arn"], f"arn:aws:iam::{ACCOUNT}:group/teams/developers")
    same(iam("ListGroups", PathPrefix="/teams/")["Groups"], [made])
    iam("UpdateGroup", GroupName="developers", NewGroupName="makers", NewPath="/")
    held(iam, "Group", GroupName="makers")
    iam("AddUserToGroup", GroupName="makers", UserName="anna")
    shown = iam("GetGroup", GroupName="makers")
    same(shown["Group"]["GroupId"], made["GroupId"])
    same([user["UserName"] for user in shown["Users"]], ["anna"])
    same(iam("ListGroupsForUser", UserName="anna")["Groups"], [shown["Group"]])


def absent(iam):
    for operation, member in {
        "ListMFADevices": "MFADevices",
        "ListSigningCertificates": "Certificates",
        "ListSSHPublicKeys": "SSHPublicKeys",
        "ListServiceSpecificCredentials": "ServiceSpecificCredentials",
    }.items():
        same(iam(operation, UserName="anna")[member], [])
    same(iam("ListVirtualMFADevices")["VirtualMFADevices"], [])
    same(iam("ListInstanceProfilesForRole", RoleName="puller")["InstanceProfiles"], [])
    for operation, parameters in {
        "GetLoginProfile": {},
        "UpdateLoginProfile": {"Password": "a long password"},
        "DeleteLoginProfile": {},
        "DeactivateMFADevice": {"SerialNumber": f"arn:aws:iam::{ACCOUNT}:mfa/anna"},
        "DeleteSigningCertificate": {"CertificateId": "A" * 24},
        "DeleteSSHPublicKey": {"SSHPublicKeyId": "A" * 20},
        "DeleteServiceSpecificCredential": {"ServiceSpecificCredentialId": "A" * 20},
    }.items():
        refused("NoSuchEntity", iam, operation, UserName="anna", **parameters)


def roles(iam, user):
    trust = document({"Effect": "Allow", "Principal": {"AWS": user}, "Action": ["sts:AssumeRole", "sts:TagSession"]})
    made = iam(
        "CreateRole", RoleName="puller", Path="/robots/", AssumeRolePolicyDocument=json.dumps(trust),
        Description="pulls", MaxSessionDuration=7200, PermissionsBoundary=READ_ONLY, Tags=TAGS,
    )["Role"]
    same(made["Arn"], f"arn:aws:iam::{ACCOUNT}:role/robots/puller")
    shown = iam("GetRole", RoleName="puller")["Role"]
    same(shown["AssumeRolePolicyDocument"], trust)
    same((shown["Description"], shown["MaxSessionDuration"]), ("pulls", 7200))
    same(shown["PermissionsBoundary"]["PermissionsBoundaryArn"], READ_ONLY)
    same(by_key(shown["Tags"]), by_key(TAGS))
    same([role["RoleId"] for role in iam("ListRoles", PathPrefix="/robots/")["Roles"]], [made["RoleId"]])
    iam("UpdateRole", RoleName="puller", Description="pulls and pulls", MaxSessionDuration=3600)
    same(iam("GetRole", RoleName="puller")["Role"]["MaxSessionDuration"], 3600)
    same(iam("UpdateRoleDescription", RoleName="puller", Description="pulls")["Role"]["Description"], "pulls")
    iam("DeleteRolePermissionsBoundary", RoleName="puller")
    iam("PutRolePermissionsBoundary", RoleName="puller", PermissionsBoundary=PULL_ONLY)
    same(iam("GetRole", RoleName="puller")["Role"]["PermissionsBoundary"]["PermissionsBoundaryArn"], PULL_ONLY)
    wider = document(
        *trust["Statement"],
        {"Effect": "Allow", "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"},
         "Action": "sts:AssumeRoleWithWebIdentity",
         "Condition": {"StringEquals": {f"{ISSUER}:sub": "system:serviceaccount:shop:web"}}},
    )
    iam("UpdateAssumeRolePolicy", RoleName="puller", PolicyDocument=json.dumps(wider))
    same(iam("GetRole", RoleName="puller")["Role"]["AssumeRolePolicyDocument"], wider)
    tagged(iam, "Role", RoleName="puller")
    held(iam, "Role", RoleName="puller")


def policies(iam):
    made = iam("CreatePolicy", PolicyName="pull", Path="/team/", Description="pulls", PolicyDocument=json.dumps(PULL), Tags=TAGS)
    arn = made["Policy"]["Arn"]
    same(arn, f"arn:aws:iam::{ACCOUNT}:policy/team/pull")
    shown = iam("GetPolicy", PolicyArn=arn)["Policy"]
    same((shown["Description"], shown["DefaultVersionId"], shown["AttachmentCount"]), ("pulls", "v1", 0))
    same(iam("CreatePolicyVersion", PolicyArn=arn, PolicyDocument=json.dumps(MORE))["PolicyVersion"]["IsDefaultVersion"], False)
    iam("SetDefaultPolicyVersion", PolicyArn=arn, VersionId="v2")
    same(iam("GetPolicyVersion", PolicyArn=arn, VersionId="v2")["PolicyVersion"]["Document"], MORE)
    iam("DeletePolicyVersion", PolicyArn=arn, VersionId="v1")
    same([version["VersionId"] for version in iam("ListPolicyVersions", PolicyArn=arn)["Versions"]], ["v2"])
    iam("AttachUserPolicy", UserName="anna", PolicyArn=arn)
    users_of = iam("ListEntitiesForPolicy", PolicyArn=arn)["PolicyUsers"]
    same([user["UserName"] for user in users_of], ["anna"])
    listed = iam("ListPolicies", Scope="Local", OnlyAttached=True)["Policies"]
    same([(policy["Arn"], policy["AttachmentCount"]) for policy in listed], [(arn, 1)])
    tagged(iam, "Policy", PolicyArn=arn)
    iam("DetachUserPolicy", UserName="anna", PolicyArn=arn)
    iam("DeletePolicy", PolicyArn=arn)
    refused("NoSuchEntity", iam, "GetPolicy", PolicyArn=arn)


def providers(iam):
    made = iam("CreateOpenIDConnectProvider", Url=f"https://{ISSUER}", ClientIDList=["one"], ThumbprintList=[THUMBPRINT], Tags=TAGS)
    provider = {"OpenIDConnectProviderArn": made["OpenIDConnectProviderArn"]}
    same(provider["OpenIDConnectProviderArn"], f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}")
    same(by_key(made["Tags"]), by_key(TAGS))
    same(iam("ListOpenIDConnectProviders")["OpenIDConnectProviderList"], [{"Arn": provider["OpenIDConnectProviderArn"]}])
    iam("AddClientIDToOpenIDConnectProvider", ClientID="sts.amazonaws.com", **provider)
    iam("RemoveClientIDFromOpenIDConnectProvider", ClientID="one", **provider)
    iam("UpdateOpenIDConnectProviderThumbprint", ThumbprintList=["ab" * 20], **provider)
    shown = iam("GetOpenIDConnectProvider", **provider)
    same((shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]), (ISSUER, ["sts.amazonaws.com"], ["ab" * 20]))
    tagged(iam, "OpenIDConnectProvider", **provider)
    return provider


def account(iam):
    iam("CreateAccountAlias", AccountAlias="the-shop")
    same(iam("ListAccountAliases")["AccountAliases"], ["the-shop"])
    iam("DeleteAccountAlias", AccountAlias="the-shop")
    same(iam("ListAccountAliases")["AccountAliases"], [])
    summary = iam("GetAccountSummary")["SummaryMap"]
    same((summary["Users"], summary["Groups"], summary["Roles"], summary["Providers"]), (1, 1, 1, 1))
    details = iam("GetAccountAuthorizationDetails", Filter=["User", "Group", "Role"])
    same(details["UserDetailList"][0]["GroupList"], ["makers"])
    same(details["UserDetailList"][0]["UserPolicyList"], [{"PolicyName": "a", "PolicyDocument": PULL}])
    same(details["GroupDetailList"][0]["AttachedManagedPolicies"][0]["PolicyArn"], PULL_ONLY)
    same(details["RoleDetailList"][0]["Tags"], REST)


def simulation(iam, user):
    decided = iam(
        "SimulatePrincipalPolicy", PolicySourceArn=user, ActionNames=["ecr:BatchGetImage", "ecr:PutImage"],
        ResourceArns=[f"arn:aws:ecr:us-east-1:{ACCOUNT}:repository/app"],
    )["EvaluationResults"]
    same([(result["EvalActionName"], result["EvalDecision"]) for result in decided],
         [("ecr:BatchGetImage", "allowed"), ("ecr:PutImage", "implicitDeny")])
    custom = iam(
        "SimulateCustomPolicy", PolicyInputList=[json.dumps(MORE)], ActionNames=["ecr:PutImage"],
        ContextEntries=[{"ContextKeyName": "aws:PrincipalTag/team", "ContextKeyType": "string", "ContextKeyValues": ["one"]}],
    )["EvaluationResults"]
    same([result["EvalDecision"] for result in custom], ["allowed"])
    same(iam("GetContextKeysForCustomPolicy", PolicyInputList=[json.dumps(MORE)])["ContextKeyNames"], ["aws:PrincipalTag/team"])
    same(iam("GetContextKeysForPrincipalPolicy", PolicySourceArn=user)["ContextKeyNames"], [])


def sessions(iam, sts, token):
    same(sts("GetCallerIdentity")["Arn"], f"arn:aws:iam::{ACCOUNT}:root")
    key = iam("CreateAccessKey", UserName="anna")["AccessKey"]
    iam("DeleteUserPermissionsBoundary", UserName="anna")
    iam("PutUserPolicy", UserName="anna", PolicyName="sessions", PolicyDocument=json.dumps(
        document({"Effect": "Allow", "Action": ["sts:*"], "Resource": "*"})))
    anna = client("sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    user = anna("GetCallerIdentity")
    role = f"arn:aws:iam::{ACCOUNT}:role/robots/puller"
    assumed = anna("AssumeRole", RoleArn=role, RoleSessionName="job", DurationSeconds=900,
                   Policy=json.dumps(PULL), Tags=REST, TransitiveTagKeys=["team"])
    same(assumed["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{ACCOUNT}:assumed-role/puller/job")
    same(assumed["PackedPolicySize"] > 0, True)
    same(client("sts", **credentials(assumed))("GetCallerIdentity")["UserId"], assumed["AssumedRoleUser"]["AssumedRoleId"])
    own = anna("GetSessionToken", DurationSeconds=900)
    same(client("sts", **credentials(own))("GetCallerIdentity")["Arn"], user["Arn"])
    federated = anna("GetFederationToken", Name="guest", Policy=json.dumps(PULL), Tags=REST)
    same(federated["FederatedUser"]["Arn"], f"arn:aws:sts::{ACCOUNT}:federated-user/guest")
    web = sts("AssumeRoleWithWebIdentity", RoleArn=role, RoleSessionName="pod", WebIdentityToken=token)
    same(web["SubjectFromWebIdentityToken"], "system:serviceaccount:shop:web")
    same((web["Audience"], web["Provider"]), ("sts.amazonaws.com", f"https://{ISSUER}"))
    same(client("sts", **credentials(web))("GetCallerIdentity")["Arn"], f"arn:aws:sts::{ACCOUNT}:assumed-role/puller/pod")
    iam("DeleteUserPolicy", UserName="anna", PolicyName="sessions")
    iam("DeleteAccessKey", UserName="anna", AccessKeyId=key["AccessKeyId"])


def ends(iam, provider):
    refused("DeleteConflict", iam, "DeleteUser", UserName="anna")
    iam("RemoveUserFromGroup", GroupName="makers", UserName="anna")
    for kind, who in {"User": {"UserName": "anna"}, "Group": {"GroupName": "makers"}, "Role": {"RoleName": "puller"}}.items():
        iam(f"Delete{kind}Policy", PolicyName="a", **who)
        iam(f"Detach{kind}Policy", PolicyArn=PULL_ONLY, **who)
        iam(f"Delete{kind}", **who)
        refused("NoSuchEntity", iam, f"Get{kind}", **who)
    iam("DeleteOpenIDConnectProvider", **provider)
    same(iam("ListOpenIDConnectProviders")["OpenIDConnectProviderList"], [])


def main(token):
    iam = client("iam")
    users(iam)
    user = iam("GetUser", UserName="anna")["User"]["Arn"]
    keys(iam)
    groups(iam)
    provider = providers(iam)
    roles(iam, user)
    absent(iam)
    policies(iam)
    account(iam)
    simulation(iam, user)
    sessions(iam, client("sts"), token)
    ends(iam, provider)
    print("\n".join(sorted(called)))


main(sys.argv[1])
