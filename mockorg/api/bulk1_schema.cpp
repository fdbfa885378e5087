#include "mockorg/api/bulk1_schema.hpp"

namespace rowlock {
namespace {

constexpr std::string_view k_schema = R"xsd(<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
           xmlns="http://www.force.com/2009/06/asyncapi/dataload"
           targetNamespace="http://www.force.com/2009/06/asyncapi/dataload"
           elementFormDefault="qualified">
  <xs:element name="error">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="exceptionCode" type="xs:string"/>
        <xs:element name="exceptionMessage" type="xs:string"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="jobInfo">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="id" type="xs:string" minOccurs="0"/>
        <xs:element name="operation" type="xs:string" minOccurs="0"/>
        <xs:element name="object" type="xs:string" minOccurs="0"/>
        <xs:element name="createdById" type="xs:string" minOccurs="0"/>
        <xs:element name="createdDate" type="xs:dateTime" minOccurs="0"/>
        <xs:element name="systemModstamp" type="xs:dateTime" minOccurs="0"/>
        <xs:element name="state" type="xs:string" minOccurs="0"/>
        <xs:element name="externalIdFieldName" type="xs:string" minOccurs="0"/>
        <xs:element name="concurrencyMode" type="xs:string" minOccurs="0"/>
        <xs:element name="contentType" type="xs:string" minOccurs="0"/>
        <xs:element name="numberBatchesQueued" type="xs:int" minOccurs="0"/>
        <xs:element name="numberBatchesInProgress" type="xs:int" minOccurs="0"/>
        <xs:element name="numberBatchesCompleted" type="xs:int" minOccurs="0"/>
        <xs:element name="numberBatchesFailed" type="xs:int" minOccurs="0"/>
        <xs:element name="numberBatchesTotal" type="xs:int" minOccurs="0"/>
        <xs:element name="numberRecordsProcessed" type="xs:int" minOccurs="0"/>
        <xs:element name="numberRetries" type="xs:int" minOccurs="0"/>
        <xs:element name="apiVersion" type="xs:string" minOccurs="0"/>
        <xs:element name="assignmentRuleId" type="xs:string" minOccurs="0"/>
        <xs:element name="numberRecordsFailed" type="xs:int" minOccurs="0"/>
        <xs:element name="totalProcessingTime" type="xs:long" minOccurs="0"/>
        <xs:element name="apiActiveProcessingTime" type="xs:long" minOccurs="0"/>
        <xs:element name="apexProcessingTime" type="xs:long" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="BatchInfo">
    <xs:sequence>
      <xs:element name="id" type="xs:string"/>
      <xs:element name="jobId" type="xs:string"/>
      <xs:element name="state" type="xs:string"/>
      <xs:element name="stateMessage" type="xs:string" minOccurs="0"/>
      <xs:element name="createdDate" type="xs:dateTime"/>
      <xs:element name="systemModstamp" type="xs:dateTime"/>
      <xs:element name="numberRecordsProcessed" type="xs:int"/>
      <xs:element name="numberRecordsFailed" type="xs:int"/>
      <xs:element name="totalProcessingTime" type="xs:long"/>
      <xs:element name="apiActiveProcessingTime" type="xs:long"/>
      <xs:element name="apexProcessingTime" type="xs:long"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="batchInfo" type="BatchInfo"/>
  <xs:element name="batchInfoList">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="batchInfo" type="BatchInfo" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="results">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="result" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="errors" minOccurs="0" maxOccurs="unbounded">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="fields" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
                    <xs:element name="message" type="xs:string"/>
                    <xs:element name="statusCode" type="xs:string"/>
                  </xs:sequence>
                </xs:complexType>
              </xs:element>
              <xs:element name="id" type="xs:string" nillable="true"/>
              <xs:element name="success" type="xs:boolean"/>
              <xs:element name="created" type="xs:boolean"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="queryResult">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="records" type="sObject" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <!-- What a batch of an XML job is. -->
  <xs:element name="sObjects">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="sObject" minOccurs="1" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:any minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <!-- Behind type and Id come the fields asked for; a parent is an sObject again. -->
  <xs:complexType name="sObject">
    <xs:sequence>
      <xs:any minOccurs="2" maxOccurs="unbounded" processContents="lax"/>
    </xs:sequence>
  </xs:complexType>
  <xs:element name="result-list">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="result" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
)xsd";

}  // namespace

std::string_view bulk1_schema() {
    return k_schema;
}

}  // namespace rowlock
